namespace Bridge.Server.MqttEndpoint;

/// <summary>Whether a connection begins with a request for the MQTT endpoint.</summary>
internal enum UpgradeRequestLine
{
    /// <summary>So far it does; more bytes are needed.</summary>
    Undecided,

    /// <summary>It does.</summary>
    Ours,

    /// <summary>It begins with something else.</summary>
    Other,
}
