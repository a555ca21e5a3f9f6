using Npgsql;

namespace Bridge.Server.Storage.Postgres;

/// <summary>Turns <c>postgres://user:password@host:port/database?sslmode=require</c> into what Npgsql takes.</summary>
public static class PostgresLocation
{
    private const string Shape =
        "The database's address must look like postgres://user:password@host:5432/name. In user and password write @ / : ? # % as %40 %2F %3A %3F %23 %25.";

    /// <summary>Whether this is an address of a PostgreSQL database.</summary>
    public static bool Is(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql";

    /// <summary>Which server and database, for people; without user and password.</summary>
    internal static string Place(NpgsqlConnectionStringBuilder settings) => $"PostgreSQL at {settings.Host}:{settings.Port}/{settings.Database}";

    /// <exception cref="StorageException">A part of the address is not understood; the message repeats no value of it, for it may be the password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string location)
    {
        // An @ that comes late means that a part of the password was taken for the name, which is told to people.
        if (!Is(location) || new Uri(location) is not { Host.Length: > 0, AbsolutePath.Length: > 1 } uri || uri.PathAndQuery.Contains('@', StringComparison.Ordinal))
        {
            throw new StorageException(Shape);
        }

        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(uri.Host),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            ApplicationName = "devicebridge",
            Timeout = 5, // Seconds to connect: a device waits for its acknowledgement meanwhile.
            CommandTimeout = 15,
            KeepAlive = 20, // Finds a server that went silent while nothing is appended.
            MaxPoolSize = 16, // One appends; a server takes 100 by default, and there may be other relays.
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

        return builder;
    }

    private static void Apply(NpgsqlConnectionStringBuilder builder, string[] pair)
    {
        // libpq's names and values where they differ from Npgsql's.
        var value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "true";
        var (name, known) = Uri.UnescapeDataString(pair[0]) switch
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
            throw new StorageException($"The database's address has an option '{pair[0]}' that is not understood.", e);
        }
    }
}
