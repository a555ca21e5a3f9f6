namespace Bridge.Server.Pairing;

/// <summary>Why a ticket or code was not accepted.</summary>
internal enum ClaimRefusal
{
    /// <summary>Unknown, used already or expired: which of the three is nobody's business.</summary>
    NotValid,

    /// <summary>Too many tries from this address within a minute.</summary>
    TooManyTries,

    /// <summary>The room has as many devices as it takes.</summary>
    RoomFull,
}
