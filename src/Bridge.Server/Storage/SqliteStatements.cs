using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>Statements with their parameters in one call. SQL is always a constant; values go in as parameters.</summary>
internal static class SqliteStatements
{
    /// <summary>Runs statements that give no rows.</summary>
    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Prepare(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Prepare(connection, sql, parameters);
        using var rows = command.ExecuteReader();
        var results = new List<T>();
        while (rows.Read())
        {
            results.Add(read(rows));
        }

        return results;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql; // constants of ours, as said above
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
