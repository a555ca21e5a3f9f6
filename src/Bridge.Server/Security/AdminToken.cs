namespace Bridge.Server.Security;

/// <summary>The administrator's token of this relay: set from outside or random, never stored but in the run file (0600).</summary>
internal sealed class AdminToken(string? preset)
{
    /// <summary>The MQTT user name that goes with the token.</summary>
    public const string UserName = "admin";

    public string Value { get; } = string.IsNullOrEmpty(preset) ? Secret.New256() : preset;

    public ConsoleIdentity? Identify(string token) =>
        Secret.Same(token, Value) ? new ConsoleIdentity(UserName, ConsoleScopes.All) : null;
}
