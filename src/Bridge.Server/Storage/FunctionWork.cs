using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>Work that is a function, with its result as a task.</summary>
internal sealed class FunctionWork<T>(Func<SqliteConnection, T> function) : WriteWork
{
    // Continuations elsewhere: the writer's thread must go on with the next group.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(SqliteConnection connection) => _result = function(connection);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception error) => _done.TrySetException(error);
}
