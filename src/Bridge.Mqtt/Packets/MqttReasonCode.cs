namespace Bridge.Mqtt.Packets;

/// <summary>Outcome of an operation (MQTT 5.0 section 2.4); 0x80 and above are failures. MQTT 3.1.1 has its own, smaller set on the wire.</summary>
public enum MqttReasonCode : byte
{
    /// <summary>0x00: success, normal disconnection, or QoS 0 granted.</summary>
    Success = 0x00,

    /// <summary>0x01: QoS 1 granted.</summary>
    GrantedQoS1 = 0x01,

    /// <summary>0x02: QoS 2 granted.</summary>
    GrantedQoS2 = 0x02,

    /// <summary>0x04: the client goes, and wants its will to be sent.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>0x10: accepted, but nobody is subscribed.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>0x11: there was no such subscription.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>0x18: authentication goes on.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>0x19: the client authenticates anew.</summary>
    ReAuthenticate = 0x19,

    /// <summary>0x80: failed, and the reason is not told.</summary>
    UnspecifiedError = 0x80,

    /// <summary>0x81: the packet could not be parsed.</summary>
    MalformedPacket = 0x81,

    /// <summary>0x82: the packet was parsed, but is not allowed here.</summary>
    ProtocolError = 0x82,

    /// <summary>0x83: valid, but not for this implementation.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>0x84: this version of MQTT is not spoken here.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>0x85: the client identifier is valid, but refused.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>0x86: user name or password is wrong.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>0x87: not allowed to do this.</summary>
    NotAuthorized = 0x87,

    /// <summary>0x88: the server is not available.</summary>
    ServerUnavailable = 0x88,

    /// <summary>0x89: the server is busy; try again later.</summary>
    ServerBusy = 0x89,

    /// <summary>0x8A: barred by an administrator.</summary>
    Banned = 0x8A,

    /// <summary>0x8B: the server is going down.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>0x8C: the authentication method is not supported, or changed.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>0x8D: nothing was heard for 1.5 times the keep alive.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>0x8E: another connection uses the same client identifier.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>0x8F: the filter is well formed, but refused.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>0x90: the topic name is well formed, but refused.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>0x91: the packet identifier is in use already.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>0x92: the packet identifier is not known.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>0x93: more unacknowledged messages than Receive Maximum.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>0x94: topic alias 0, or above Topic Alias Maximum.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>0x95: larger than Maximum Packet Size.</summary>
    PacketTooLarge = 0x95,

    /// <summary>0x96: messages come too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>0x97: a limit of the implementation or of an administrator is reached.</summary>
    QuotaExceeded = 0x97,

    /// <summary>0x98: ended by an administrator.</summary>
    AdministrativeAction = 0x98,

    /// <summary>0x99: the payload is not what its format indicator says.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>0x9A: retained messages are not supported.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>0x9B: the QoS is above Maximum QoS.</summary>
    QoSNotSupported = 0x9B,

    /// <summary>0x9C: use another server, for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>0x9D: use another server from now on.</summary>
    ServerMoved = 0x9D,

    /// <summary>0x9E: shared subscriptions are not supported.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>0x9F: connections come too fast.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>0xA0: the longest time allowed for this connection has passed.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>0xA1: subscription identifiers are not supported.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>0xA2: wildcard subscriptions are not supported.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}
