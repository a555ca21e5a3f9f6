namespace Bridge.Server.Relay;

/// <summary>The relay's addresses for those inside it: known once the listeners are bound, an error before.</summary>
internal sealed class RelayAddressBook
{
    private RelayAddresses? _addresses;

    public RelayAddresses All
    {
        get => _addresses ?? throw new InvalidOperationException("The listeners are not bound yet.");
        set => _addresses = value;
    }

    public string Device => All.Device;

    public string? DeviceTls => All.DeviceTls;
}
