using Npgsql;

namespace Bridge.Server.Journal.Postgres;

/// <summary>Turns <c>postgres://user:password@host:port/database?sslmode=require</c> into what Npgsql takes.</summary>
internal static class PostgresLocation
{
    /// <exception cref="FormatException">A part of the address is not understood; the message doesn't repeat the password.</exception>
    public static string ConnectionString(string location)
    {
        if (!JournalLocation.IsPostgres(location))
        {
            throw new FormatException("The journal's location must be an address that begins with postgres:// or postgresql://.");
        }

        var uri = new Uri(location);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(uri.Host),
            Port = uri.IsDefaultPort || uri.Port <= 0 ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            ApplicationName = "devicebridge",
            Timeout = 5, // Seconds to connect: a device waits for its acknowledgement meanwhile.
            CommandTimeout = 15,
            KeepAlive = 20, // Finds a server that went silent while nothing is appended.
        };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Apply(builder, pair.Split('=', 2));
        }

        return builder.ToString();
    }

    private static void Apply(NpgsqlConnectionStringBuilder builder, string[] pair)
    {
        // libpq's names and values where they differ from Npgsql's.
        var value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "true";
        var (name, known) = pair[0] switch
        {
            "sslmode" => ("SSL Mode", value.Replace("-", "", StringComparison.Ordinal)),
            "sslrootcert" => ("Root Certificate", value),
            "connect_timeout" => ("Timeout", value),
            var other => (other, value),
        };
        try
        {
            builder[name] = known;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException)
        {
            throw new FormatException($"The journal's location has an option '{pair[0]}' that is not understood.", e);
        }
    }
}
