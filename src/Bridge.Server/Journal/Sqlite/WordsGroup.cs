using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>Indexes the words that wait. What fails is tried again with the next group.</summary>
internal sealed class WordsGroup(SqliteJournal journal) : WriteWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public override void Run(SqliteConnection connection) => journal.Writer(connection).Index.Write();

    public override void Complete()
    {
        journal.WordsWritten();
        _done.SetResult();
    }

    public override void Fail(Exception error) => _done.SetException(error);
}
