using System.Threading.RateLimiting;

namespace Bridge.Server.Journal;

/// <summary>
/// What one device may flush over HTTP, in bytes: as much a second as over MQTT (256 KiB), and two such requests at once,
/// since a page that leaves and the one that comes flush in the same moment. Beyond it: 429, and the page's outbox keeps it.
/// </summary>
internal sealed class IngestLimits : IDisposable
{
    /// <summary>A request's body. What browsers allow for keepalive and beacons is 64 KiB.</summary>
    public const int MaximumBody = 256 << 10;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(device =>
        RateLimitPartition.GetTokenBucketLimiter(device, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * MaximumBody,
            TokensPerPeriod = MaximumBody,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
            QueueLimit = 0,
        }));

    /// <summary>Whether the device may flush so many bytes now. A small body counts as 1 KiB, for the work of the request.</summary>
    public bool Admits(string device, int bytes)
    {
        using var lease = _limiter.AttemptAcquire(device, Math.Max(bytes, 1 << 10));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
