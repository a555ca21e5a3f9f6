using Bridge.Server.Relay;

namespace Bridge.Cli.Relays;

/// <summary>
/// Finds the relay that a command is for: <c>--relay</c>, else <c>BRIDGE_RELAY</c>, else the newest one that this user runs here.
/// The token is <c>BRIDGE_ADMIN_TOKEN</c>, else what the relay's run file says.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="running">The relays that run here, newest first.</param>
internal sealed class RelayLocator(Func<string, string?> environment, Func<IReadOnlyList<RunFile>> running)
{
    public const string AddressVariable = "BRIDGE_RELAY";
    public const string TokenVariable = "BRIDGE_ADMIN_TOKEN";

    public static RelayLocator OfProcess() => new(Environment.GetEnvironmentVariable, () => RunFile.ReadAll());

    /// <exception cref="CommandFailedException">There is none, its address is no address, or its token is not known.</exception>
    public RelayAccess Find(string? named)
    {
        var token = environment(TokenVariable) is { Length: > 0 } set ? set : null;
        if (string.IsNullOrEmpty(named))
        {
            named = environment(AddressVariable);
        }

        if (!string.IsNullOrEmpty(named))
        {
            var address = Parse(named);
            token ??= running().FirstOrDefault(file => IsSame(new Uri(file.Console), address))?.Token;
            return new RelayAccess(address, token ?? throw new CommandFailedException(
                ExitCodes.NoRelay, $"The relay at {address} was not started by you on this machine, so its token is needed: set {TokenVariable}."));
        }

        return running() is [var newest, ..]
            ? new RelayAccess(new Uri(newest.Console), newest.Token)
            : throw new CommandFailedException(
                ExitCodes.NoRelay, "No relay is running here. Start one with 'bridge serve FOLDER', or name one with --relay URL.");
    }

    private static Uri Parse(string named)
    {
        var text = named.Contains("://", StringComparison.Ordinal) ? named : "http://" + named;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : throw new CommandFailedException(
                ExitCodes.Usage, $"'{named}' is not an address of a relay. Give its console's address, as in http://127.0.0.1:5090.");
    }

    private static bool IsSame(Uri one, Uri other) => one.Port == other.Port && (one.Host == other.Host || (one.IsLoopback && other.IsLoopback));
}
