using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>Brings the schema of every feature to the version that this build knows.</summary>
internal static class MigrationRunner
{
    /// <summary>Applies what is missing, in order of feature and version, each step in a transaction of its own.</summary>
    /// <exception cref="StorageException">A step failed, the steps have a gap, or a newer build wrote this file.</exception>
    public static void Run(SqliteConnection connection, IEnumerable<Migration> migrations, TimeProvider time, Action<Migration> applied)
    {
        Execute(connection, "CREATE TABLE IF NOT EXISTS migration (feature TEXT NOT NULL, version INTEGER NOT NULL, applied INTEGER NOT NULL, PRIMARY KEY (feature, version)) WITHOUT ROWID");
        foreach (var feature in migrations.GroupBy(m => m.Feature, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            RunFeature(connection, feature.Key, [.. feature.OrderBy(m => m.Version)], time, applied);
        }
    }

    private static void RunFeature(SqliteConnection connection, string feature, Migration[] steps, TimeProvider time, Action<Migration> applied)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Version != i + 1)
            {
                throw new StorageException($"The schema steps of '{feature}' must count from 1 without gaps; found {steps[i].Version} in place {i + 1}.");
            }
        }

        // Under the write lock from the look to the last step: two relays may open the same new folder at once.
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            var current = CurrentVersion(connection, feature);
            if (current > steps.Length)
            {
                throw new StorageException($"The database was written by a newer version of DeviceBridge: '{feature}' is at {current}, this build knows {steps.Length}.");
            }

            foreach (var step in steps.AsSpan((int)current))
            {
                Apply(connection, step, time);
                applied(step);
            }

            Execute(connection, "COMMIT");
        }
        catch
        {
            Execute(connection, "ROLLBACK");
            throw;
        }
    }

    private static void Apply(SqliteConnection connection, Migration step, TimeProvider time)
    {
        try
        {
            Execute(connection, step.Sql);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"Step {step.Version} of '{step.Feature}' failed: {e.Message}", e);
        }

        using var note = connection.CreateCommand();
        note.CommandText = "INSERT INTO migration (feature, version, applied) VALUES ($feature, $version, $applied)";
        note.Parameters.AddWithValue("$feature", step.Feature);
        note.Parameters.AddWithValue("$version", step.Version);
        note.Parameters.AddWithValue("$applied", time.GetUtcNow().ToUnixTimeMilliseconds());
        note.ExecuteNonQuery();
    }

    private static long CurrentVersion(SqliteConnection connection, string feature)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM migration WHERE feature = $feature";
        command.Parameters.AddWithValue("$feature", feature);
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql; // Constants of ours and of the features' migrations; nothing from outside.
        command.ExecuteNonQuery();
    }
}
