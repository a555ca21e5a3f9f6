namespace Bridge.Server.Storage;

/// <summary>What a database needs of its own to bring a schema up to date.</summary>
/// <param name="Lock">Keeps two relays from migrating at once, until the transaction ends; empty where the transaction itself does.</param>
/// <param name="Sql">A step's text.</param>
internal sealed record MigrationDialect(string Lock, Func<Migration, string> Sql)
{
    /// <summary>SQLite's transactions begin with the write lock.</summary>
    public static readonly MigrationDialect Sqlite = new("", step => step.Sqlite);

    /// <summary>Any number that nobody else in the database uses ("Bridge").</summary>
    public static readonly MigrationDialect Postgres = new($"SELECT pg_advisory_xact_lock({0x4272_6964_6765})", step => step.Postgres);
}
