using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>
/// The appends that waited when the writer came to them: one piece of work for the database.
/// </summary>
internal sealed class AppendGroup(SqliteJournal journal) : WriteWork
{
    private readonly List<PendingAppend> _appends = [];
    private readonly List<(long Id, string Words)> _words = [];

    public override void Run(SqliteConnection connection) => journal.WriteWaiting(connection, _appends, _words);

    public override void Complete()
    {
        journal.IndexLater(_words);
        foreach (var append in _appends)
        {
            journal.Announce(append);
            append.Complete();
        }
    }

    public override void Fail(Exception error)
    {
        var reason = error is SqliteException or StorageException
            ? new JournalUnavailableException($"The journal could not be written: {error.Message}", error)
            : error;
        foreach (var append in _appends)
        {
            journal.Refuse(append.Batch); // First: the next group is written on this thread, and may hold what follows.
            append.Fail(reason);
        }
    }
}
