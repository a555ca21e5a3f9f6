using Bridge.Contracts.Commands;

namespace Bridge.Server.Commands;

/// <summary>A command that was sent: collects a reply from each page that was connected then.</summary>
internal sealed class PendingCommand(IEnumerable<(string Device, string Page)> expected)
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string Device, string Page)> _expected = [.. expected];
    private readonly List<(string Device, CommandReply Reply)> _replies = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when every page has replied.</summary>
    public Task Complete => _complete.Task;

    /// <summary>What has come so far, and what has not.</summary>
    public (IReadOnlyList<(string Device, CommandReply Reply)> Replies, IReadOnlyList<(string Device, string Page)> Missing) Snapshot()
    {
        lock (_lock)
        {
            return ([.. _replies], [.. _expected]);
        }
    }

    /// <summary>Takes a reply; one from a page that isn't waited for, or a second one, is ignored.</summary>
    public void Add(string device, CommandReply reply)
    {
        lock (_lock)
        {
            if (!_expected.Remove((device, reply.Page)))
            {
                return;
            }

            _replies.Add((device, reply));
            if (_expected.Count == 0)
            {
                _complete.TrySetResult();
            }
        }
    }
}
