namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Waits for what has no event of its own.</summary>
internal static class Until
{
    public static async Task TrueAsync(string what, Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestClient.Patience, $"Waited in vain until {what}.");
            await Task.Yield();
        }
    }
}
