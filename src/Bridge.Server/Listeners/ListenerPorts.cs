namespace Bridge.Server.Listeners;

/// <summary>The ports that the listeners are bound to: known once the relay has started.</summary>
internal sealed class ListenerPorts
{
    public int Device { get; set; }

    public int DeviceTls { get; set; }

    public int Console { get; set; }

    public int Mqtt { get; set; }

    /// <summary>The listener of a name (<c>device</c>, <c>console</c>, <c>mqtt</c>), with its port.</summary>
    public ListenerFeature Describe(string name, bool secure) => name switch
    {
        "device" => new ListenerFeature(ListenerKind.Device, secure, secure ? DeviceTls : Device),
        "console" => new ListenerFeature(ListenerKind.Console, secure, Console),
        _ => new ListenerFeature(ListenerKind.Mqtt, secure, Mqtt),
    };
}
