namespace Bridge.Mqtt.Tests.Client;

/// <summary>A test that needs mosquitto, and says so where it is not installed.</summary>
public sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = Mosquitto.IsInstalled ? null : "mosquitto is not installed";
}
