namespace Bridge.Server.Consoles;

/// <summary>How many messages a console was too slow for.</summary>
/// <param name="Log">Of feeds that the journal keeps: they can be fetched from there.</param>
/// <param name="Sensor">Of sensors.</param>
internal sealed record SkippedCount(long Log, long Sensor);
