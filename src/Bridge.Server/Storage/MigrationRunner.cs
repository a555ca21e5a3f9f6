using System.Data.Common;

namespace Bridge.Server.Storage;

/// <summary>Brings the schema of every feature to the version that this build knows.</summary>
internal static class MigrationRunner
{
    /// <summary>The same in both databases.</summary>
    private const string Table =
        "CREATE TABLE IF NOT EXISTS migration (feature TEXT NOT NULL, version INTEGER NOT NULL, applied BIGINT NOT NULL, PRIMARY KEY (feature, version))";

    /// <summary>Applies what is missing, in order of feature and version, each feature in a transaction of its own.</summary>
    /// <exception cref="StorageException">A step failed, the steps have a gap, or a newer build wrote this database.</exception>
    public static void Run(DbConnection connection, MigrationDialect dialect, IEnumerable<Migration> migrations, TimeProvider time, Action<Migration> applied)
    {
        using (var transaction = Begin(connection, dialect))
        {
            Execute(connection, transaction, Table);
            transaction.Commit();
        }

        foreach (var feature in migrations.GroupBy(m => m.Feature, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            RunFeature(connection, dialect, feature.Key, [.. feature.OrderBy(m => m.Version)], time, applied);
        }
    }

    private static void RunFeature(DbConnection connection, MigrationDialect dialect, string feature, Migration[] steps, TimeProvider time, Action<Migration> applied)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Version != i + 1)
            {
                throw new StorageException($"The schema steps of '{feature}' must count from 1 without gaps; found {steps[i].Version} in place {i + 1}.");
            }
        }

        // Under the lock from the look to the last step: two relays may open the same new database at once. Undone where it isn't committed.
        using var transaction = Begin(connection, dialect);
        var current = CurrentVersion(connection, transaction, feature);
        if (current > steps.Length)
        {
            throw new StorageException($"The database was written by a newer version of DeviceBridge: '{feature}' is at {current}, this build knows {steps.Length}.");
        }

        foreach (var step in steps.AsSpan(current))
        {
            Apply(connection, transaction, step, dialect, time);
            applied(step);
        }

        transaction.Commit();
    }

    private static void Apply(DbConnection connection, DbTransaction transaction, Migration step, MigrationDialect dialect, TimeProvider time)
    {
        try
        {
            if (dialect.Sql(step) is { Length: > 0 } sql)
            {
                Execute(connection, transaction, sql);
            }
        }
        catch (DbException e)
        {
            throw new StorageException($"Step {step.Version} of '{step.Feature}' failed: {e.Message}", e);
        }

        using var note = Command(connection, transaction, new SqlStatement(
            "INSERT INTO migration (feature, version, applied) VALUES (@feature, @version, @applied)",
            ("feature", step.Feature),
            ("version", step.Version),
            ("applied", time.GetUtcNow().ToUnixTimeMilliseconds())));
        note.ExecuteNonQuery();
    }

    private static int CurrentVersion(DbConnection connection, DbTransaction transaction, string feature)
    {
        using var command = Command(connection, transaction, new SqlStatement("SELECT coalesce(max(version), 0) FROM migration WHERE feature = @feature", ("feature", feature)));
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static DbTransaction Begin(DbConnection connection, MigrationDialect dialect)
    {
        var transaction = connection.BeginTransaction();
        if (dialect.Lock.Length > 0)
        {
            Execute(connection, transaction, dialect.Lock);
        }

        return transaction;
    }

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = Command(connection, transaction, new SqlStatement(sql)); // Constants of ours and of the features' migrations; nothing from outside.
        command.ExecuteNonQuery();
    }

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, SqlStatement statement)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        statement.Into(command);
        return command;
    }
}
