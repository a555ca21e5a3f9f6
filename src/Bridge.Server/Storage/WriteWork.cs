using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>Something that waits to be written. Its result is told only once it is durable.</summary>
internal abstract class WriteWork
{
    /// <summary>Runs inside the group's transaction. What it throws undoes this work alone.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <summary>The group is durable.</summary>
    public abstract void Complete();

    /// <summary>Neither this work nor, where the commit failed, its group is in the database.</summary>
    public abstract void Fail(Exception error);
}
