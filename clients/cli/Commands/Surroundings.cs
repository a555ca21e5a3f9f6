using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Server.Listeners;

namespace Bridge.Cli.Commands;

/// <summary>What a command needs of the process around it; tests give their own.</summary>
/// <param name="Screen">Where it writes.</param>
/// <param name="Input">Standard input.</param>
/// <param name="Locator">Finds the relay.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Time">The clock.</param>
/// <param name="Address">This machine's address in the local network.</param>
internal sealed record Surroundings(Screen Screen, TextReader Input, RelayLocator Locator, Func<string, string?> Environment, TimeProvider Time, Func<string> Address)
{
    public static Surroundings OfProcess() =>
        new(Screen.OfProcess(), Console.In, RelayLocator.OfProcess(), System.Environment.GetEnvironmentVariable, TimeProvider.System, static () => LanAddress.Best().ToString());
}
