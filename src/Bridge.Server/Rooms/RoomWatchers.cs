using System.Collections.Concurrent;

namespace Bridge.Server.Rooms;

/// <summary>How many consoles watch each room.</summary>
internal sealed class RoomWatchers
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Told the room whose number changed.</summary>
    public Action<string>? Changed { get; set; }

    public int Count(string room) => _counts.GetValueOrDefault(room);

    /// <summary>Counts one more, until the result is disposed.</summary>
    public IDisposable Add(string room)
    {
        Change(room, +1);
        return new Watcher(this, room);
    }

    private void Change(string room, int by)
    {
        _counts.AddOrUpdate(room, by, (_, count) => count + by);
        Changed?.Invoke(room);
    }

    private sealed class Watcher(RoomWatchers owner, string room) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
            {
                owner.Change(room, -1);
            }
        }
    }
}
