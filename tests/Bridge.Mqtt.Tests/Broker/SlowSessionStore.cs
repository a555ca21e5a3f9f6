using System.Threading.Channels;
using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>A store whose saves end when the test says so.</summary>
internal sealed class SlowSessionStore : ISessionStore
{
    private readonly Channel<(IReadOnlyList<StoredSession> Changed, TaskCompletionSource Save)> _saves =
        Channel.CreateUnbounded<(IReadOnlyList<StoredSession>, TaskCompletionSource)>();

    /// <summary>While false, saves end by themselves.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Sessions that it was told to forget.</summary>
    public List<string> Removed { get; } = [];

    public ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken cancellation) => new([]);

    public ValueTask SaveAsync(IReadOnlyList<StoredSession> changed, IReadOnlyList<string> removed, CancellationToken cancellation)
    {
        lock (Removed)
        {
            Removed.AddRange(removed);
        }

        if (!IsSlow)
        {
            return ValueTask.CompletedTask;
        }

        var save = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _saves.Writer.TryWrite((changed, save));
        return new(save.Task);
    }

    /// <summary>The next save that was begun: the messages of its sessions, and how to end it.</summary>
    public async Task<(string[] Messages, TaskCompletionSource Save)> NextAsync()
    {
        var (changed, save) = await _saves.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
        return ([.. changed.SelectMany(session => session.Messages).Select(message => TestClient.Text(message.Message!.Payload))], save);
    }
}
