namespace Bridge.Contracts.Feeds;

/// <summary>
/// One devicemotion event, W3C Device Orientation and Motion. Vectors are <c>[x, y, z]</c>; an axis that the device
/// doesn't have is null. Signs are the W3C's: a device that inverts them (iOS) is normalised, and <paramref name="Raw"/> keeps what came.
/// </summary>
/// <param name="T">The event's <c>timeStamp</c>: milliseconds since the page's time origin.</param>
/// <param name="A">Acceleration without gravity, m/s².</param>
/// <param name="G">Acceleration including gravity, m/s².</param>
/// <param name="R">Rotation rate <c>[alpha, beta, gamma]</c> as the event names them: about x, y, z (measured in Chromium), °/s.</param>
/// <param name="Raw">The vectors as the device gave them, only where they differ.</param>
public sealed record MotionSample(double T, double?[]? A, double?[]? G, double?[]? R, RawMotion? Raw = null);
