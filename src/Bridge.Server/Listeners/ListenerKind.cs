namespace Bridge.Server.Listeners;

/// <summary>Which of the relay's listeners a connection came in by.</summary>
public enum ListenerKind
{
    /// <summary>Phones: the site under test and everything of ours under <c>/_bridge/</c>.</summary>
    Device,

    /// <summary>The developer: web console, hub, REST.</summary>
    Console,

    /// <summary>Tools: MQTT over TCP.</summary>
    Mqtt,
}
