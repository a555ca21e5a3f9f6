namespace Bridge.Contracts.Feeds;

/// <summary>Motion vectors before their signs were normalised; units as in <see cref="MotionSample"/>.</summary>
/// <param name="A">Acceleration without gravity, m/s².</param>
/// <param name="G">Acceleration including gravity, m/s².</param>
public sealed record RawMotion(double?[]? A, double?[]? G);
