namespace Bridge.Cli.Relays;

/// <summary>A one-time address of the web console.</summary>
/// <param name="Url">The address, with the launch token in its fragment.</param>
internal sealed record Launch(string Url);
