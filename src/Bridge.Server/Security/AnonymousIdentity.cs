namespace Bridge.Server.Security;

/// <summary>A client of <c>--mqtt-open</c>: any topic outside <c>bridge/</c>, on loopback only.</summary>
internal sealed class AnonymousIdentity
{
    public static readonly AnonymousIdentity Instance = new();

    private AnonymousIdentity()
    {
    }
}
