using System.Data.Common;

namespace Bridge.Server.Storage;

/// <summary>
/// A statement that SQLite and PostgreSQL both understand, with its values. The SQL is always a constant of ours, parameters are
/// <c>@name</c>; values are strings, longs, doubles, byte arrays and null.
/// </summary>
internal sealed record SqlStatement(string Sql, params IReadOnlyList<(string Name, object? Value)> Parameters)
{
    /// <summary>Puts the statement into a command of either database.</summary>
    public void Into(DbCommand command)
    {
        command.CommandText = Sql;
        Into(command.Parameters, command.CreateParameter);
    }

    /// <inheritdoc cref="Into(DbCommand)"/>
    public void Into(DbBatchCommand command)
    {
        command.CommandText = Sql;
        Into(command.Parameters, command.CreateParameter);
    }

    private void Into(DbParameterCollection parameters, Func<DbParameter> create)
    {
        foreach (var (name, value) in Parameters)
        {
            var parameter = create();
            parameter.ParameterName = "@" + name;
            parameter.Value = value ?? DBNull.Value;
            parameters.Add(parameter);
        }
    }
}
