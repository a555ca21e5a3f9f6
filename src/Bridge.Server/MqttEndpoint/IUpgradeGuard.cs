namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Decides who may open an MQTT connection from a browser, before a byte of MQTT is read. Implemented by the Security feature.
/// </summary>
public interface IUpgradeGuard
{
    /// <summary>
    /// Checks the Host allow-list, the exact Origin and the credential that the request carries.
    /// Must not throw for what a client sent: a bad request is a refusal.
    /// </summary>
    ValueTask<UpgradeDecision> AdmitAsync(UpgradeRequest request, CancellationToken cancellation);
}
