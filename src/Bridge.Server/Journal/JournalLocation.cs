namespace Bridge.Server.Journal;

/// <summary>Understands <c>--journal</c>.</summary>
internal static class JournalLocation
{
    public static bool IsPostgres(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql";
}
