using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>Names the statements of the standard that a test shows. Each must be in <c>docs/mqtt-conformance.md</c>.</summary>
/// <param name="ids">Identifiers such as <c>MQTT-3.1.2-3</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ClauseAttribute(params string[] ids) : Attribute
{
    /// <summary>The identifiers.</summary>
    public IReadOnlyList<string> Ids { get; } = ids;

    /// <summary>The standard whose numbering is meant; the two number differently.</summary>
    public MqttProtocolVersion Of { get; init; } = MqttProtocolVersion.V5;
}
