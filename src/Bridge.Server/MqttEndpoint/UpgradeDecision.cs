namespace Bridge.Server.MqttEndpoint;

/// <summary>Whether an upgrade request is let in, and as whom.</summary>
public readonly record struct UpgradeDecision
{
    /// <summary>0 when admitted, else the HTTP status of the refusal, 400 to 499.</summary>
    public int Status { get; private init; }

    /// <summary>Why it was refused: one line of plain text for the client's developer. No secrets.</summary>
    public string? Reason { get; private init; }

    /// <summary>Who it is, as the authenticator is told in <c>MqttTransport.Principal</c>; null: nobody known yet, CONNECT decides.</summary>
    public object? Principal { get; private init; }

    /// <summary>Whether the request is let in.</summary>
    public bool Admitted => Status == 0;

    /// <summary>Lets the request in.</summary>
    public static UpgradeDecision Admit(object? principal) => new() { Principal = principal };

    /// <summary>Turns the request away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is not of the 4xx class.</exception>
    public static UpgradeDecision Refuse(int status, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 499);
        return new() { Status = status, Reason = reason };
    }
}
