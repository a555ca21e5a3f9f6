using System.Runtime.CompilerServices;
using Bridge.Server.Journal;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Consoles;

/// <summary>A room's history out of the journal, as the messages that consoles saw live.</summary>
internal sealed class JournalHistory(IJournal journal) : IConsoleHistory, IHostedService
{
    /// <summary>How many entries a new console gets at most, half of what the web console holds; the rest is a query away.</summary>
    private const int LastEntries = 100_000;

    private volatile string? _cursor;

    public string? Cursor => _cursor;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        journal.Committed += OnCommitted;
        Advance((await journal.ExtentAsync(cancellationToken)).End);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Committed -= OnCommitted;
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ConsoleMessage> ReadAsync(string room, string? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new JournalQuery { Room = room, Since = since, Last = since is null ? LastEntries : null };
        await foreach (var message in journal.ReadMessagesAsync(query, cancellation))
        {
            yield return new ConsoleMessage(message.Topic, message.Received.ToUnixTimeMilliseconds(), message.Payload, message.Cursor);
        }
    }

    public async Task<bool> CanBeReadAsync(CancellationToken cancellation)
    {
        try
        {
            await journal.ExtentAsync(cancellation);
            return true;
        }
        catch (JournalUnavailableException)
        {
            return false; // Who asks, asks again.
        }
    }

    private void OnCommitted(JournalCommit commit) => Advance(commit.Receipt.Cursor);

    /// <summary>Forward only: a commit may be told before the extent that was asked for earlier. Cursors of one journal compare as text.</summary>
    private void Advance(string? cursor)
    {
        if (cursor is not null && string.CompareOrdinal(cursor, _cursor) > 0)
        {
            _cursor = cursor;
        }
    }
}
