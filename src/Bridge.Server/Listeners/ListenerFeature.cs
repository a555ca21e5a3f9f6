namespace Bridge.Server.Listeners;

/// <summary>Set on each connection as it is accepted; requests see it through their features.</summary>
/// <param name="Kind">The listener.</param>
/// <param name="Secure">Whether the listener speaks TLS.</param>
/// <param name="Port">The port it is bound to.</param>
public sealed record ListenerFeature(ListenerKind Kind, bool Secure, int Port);
