using System.Net.Sockets;
using Npgsql;

namespace Bridge.Server.Storage.Postgres;

/// <summary>Tells the faults of a database server from those of ours, and puts them into words. No word of Npgsql's has a password in it.</summary>
internal static class PostgresFault
{
    /// <summary>The server is away, broke off or refuses; or this relay is closing its connections.</summary>
    public static bool Is(Exception e) => e is NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException;

    /// <summary>What happened, with the cause that Npgsql wraps: "Failed to connect to 10.0.0.5:5432 (Connection refused)".</summary>
    public static string Words(Exception e) => e switch
    {
        PostgresException refused => refused.MessageText,
        ObjectDisposedException => "the relay is stopping",
        { InnerException: { } cause } => $"{e.Message} ({cause.Message})",
        _ => e.Message,
    };
}
