using System.Runtime.CompilerServices;
using Bridge.Server.Journal;

namespace Bridge.Server.Consoles;

/// <summary>One console's way through a room's history: up to its end, or to where it can't be read on.</summary>
internal sealed class HistoryPass(IConsoleHistory history, TimeProvider time)
{
    private const int MessagesPerFrame = 200;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    /// <summary>Why the rest could not be read, in words for a person; null where all was.</summary>
    public string? Trouble { get; private set; }

    public async IAsyncEnumerable<ConsoleFrame> ReadAsync(string room, string? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var messages = new List<ConsoleMessage>(MessagesPerFrame);
        await using var rows = history.ReadAsync(room, since, cancellation).GetAsyncEnumerator(cancellation);
        while (await HasNextAsync(rows))
        {
            messages.Add(rows.Current);
            if (messages.Count == MessagesPerFrame)
            {
                yield return new ConsoleFrame(messages, Cursor: rows.Current.Cursor);
                messages = new List<ConsoleMessage>(MessagesPerFrame);
            }
        }

        if (messages.Count > 0)
        {
            yield return new ConsoleFrame(messages, Cursor: messages[^1].Cursor);
        }
    }

    /// <summary>
    /// What comes live, until the history can be read again. Without cursors: a console that went on from one would never get what it lacks.
    /// </summary>
    public async IAsyncEnumerable<ConsoleFrame> MeanwhileAsync(
        Func<CancellationToken, IAsyncEnumerable<ConsoleFrame>> live, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var looking = LookAsync(until);
        await using var frames = live(until.Token).GetAsyncEnumerator(until.Token);
        try
        {
            while (await HasNextAsync(frames, until.Token))
            {
                yield return frames.Current with { Cursor = null };
            }
        }
        finally
        {
            await until.CancelAsync();
            await looking;
        }
    }

    private async Task LookAsync(CancellationTokenSource until)
    {
        try
        {
            do
            {
                await Task.Delay(BetweenLooks, time, until.Token);
            }
            while (!await history.CanBeReadAsync(until.Token));
            await until.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The console went away first.
        }
    }

    private async Task<bool> HasNextAsync(IAsyncEnumerator<ConsoleMessage> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (JournalUnavailableException e)
        {
            Trouble = e.Message;
            return false;
        }
    }

    private static async Task<bool> HasNextAsync(IAsyncEnumerator<ConsoleFrame> frames, CancellationToken until)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            return false;
        }
    }
}
