namespace Bridge.Contracts.Feeds;

/// <summary>One deviceorientation event.</summary>
/// <param name="T">The event's <c>timeStamp</c>: milliseconds since the page's time origin.</param>
/// <param name="O"><c>[alpha, beta, gamma]</c> in degrees, intrinsic Z-X'-Y''.</param>
/// <param name="Absolute">Whether alpha is measured from north.</param>
public sealed record OrientationSample(double T, double?[] O, bool Absolute);
