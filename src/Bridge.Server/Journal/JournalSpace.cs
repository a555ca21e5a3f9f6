using Microsoft.Extensions.Options;

namespace Bridge.Server.Journal;

/// <summary>
/// Watches the disk: below the floor the journal stops. It goes on a little above the floor and not at it, so that it
/// doesn't stop and go with each megabyte. Asks the disk once a second at most.
/// </summary>
internal sealed class JournalSpace(IOptions<JournalOptions> options, TimeProvider time, IFreeDisk disk)
{
    private const long MiB = 1 << 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _lookedAt;
    private string? _trouble;
    private bool _looked;

    /// <summary>Null while there is room, else why there is none.</summary>
    public string? Trouble()
    {
        lock (_lock)
        {
            if (!_looked || time.GetElapsedTime(_lookedAt) >= BetweenLooks)
            {
                _looked = true;
                _lookedAt = time.GetTimestamp();
                _trouble = Look();
            }

            return _trouble;
        }
    }

    private string? Look()
    {
        var floor = options.Value.FreeDiskFloor;
        var free = disk.FreeBytes();
        var wanted = _trouble is null ? floor : floor + Math.Min(floor / 16, 64 * MiB);
        return free < wanted ? $"the disk of {disk.Folder} has {free / MiB} MiB left, and {floor / MiB} MiB must stay free." : null;
    }
}
