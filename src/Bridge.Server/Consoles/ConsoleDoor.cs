using Bridge.Server.Relay;
using Bridge.Server.Security;

namespace Bridge.Server.Consoles;

/// <summary>Makes addresses that open the web console once.</summary>
internal sealed class ConsoleDoor(LaunchTokens launches, RelayAddressBook addresses)
{
    public string NewUrl() => $"{addresses.All.Console}/#launch={launches.New()}";
}
