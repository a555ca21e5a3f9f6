using System.Diagnostics;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>Waits for something that comes by itself, and says what was waited for where it doesn't.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task True(string what, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, $"waited for: {what}");
            await Task.Yield();
        }
    }
}
