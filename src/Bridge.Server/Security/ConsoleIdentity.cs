namespace Bridge.Server.Security;

/// <summary>A console or tool that has shown who it is.</summary>
/// <param name="Name">For the audit: <c>admin</c>, <c>web console</c>, or the name its credential was made with.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Room">The one room it is kept to; null for every room.</param>
public sealed record ConsoleIdentity(string Name, ConsoleScopes Scopes, string? Room = null)
{
    /// <summary>Whether it may do this in a room.</summary>
    public bool May(ConsoleScopes scope, string room) => Scopes.HasFlag(scope) && (Room is null || string.Equals(Room, room, StringComparison.Ordinal));
}
