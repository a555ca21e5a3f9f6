namespace Bridge.Mqtt.Tests.Client;

/// <summary>A theory that needs mosquitto, and says so where it is not installed.</summary>
public sealed class MosquittoTheoryAttribute : TheoryAttribute
{
    public MosquittoTheoryAttribute() => Skip = Mosquitto.IsInstalled ? null : "mosquitto is not installed";
}
