using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>Motion from Chromium's own sensor override to the numbers behind the web console's chart.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SensorTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    protected override bool Sensors => true;

    [Fact]
    public async Task Motion_SetOverDevTools_EachEventArrivesInTheChartAtFiftyHertz()
    {
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await desk.LiveAsync();

        await Phone.SetAccelerationAsync(1, 2, 0);

        await desk.Page.WhenAsync($"(() => {{ const m = window.__bridgeConsole.motion('{Device}'); return m && m.motion.columns.ax.at(-1) === 1; }})()");
        await Phone.Page.EvaluateAsync("window.seen = []; addEventListener('devicemotion', event => seen.push(Math.round(event.timeStamp * 100) / 100))");
        var from = await CountAsync(desk);
        await desk.Page.WhenAsync($"window.__bridgeConsole.motion('{Device}').motion.count >= {from + 250}");
        var motion = await MotionAsync(desk);
        var columns = motion.GetProperty("columns");
        Assert.Equal(1, Last(columns, "ax"));
        Assert.Equal(2, Last(columns, "ay"));
        Assert.Equal(9.8, Last(columns, "gz"), 0.11);

        // By the samples' own times, and by each pair of neighbours: a busy machine holds some events back, and those that it lets go come at Chromium's rate.
        var times = motion.GetProperty("t").EnumerateArray().Select(time => time.ValueKind == JsonValueKind.Null ? double.NaN : time.GetDouble()).TakeLast(250).ToList();
        var atRate = times.Zip(times.Skip(1), (one, next) => 1000 / (next - one)).Count(hertz => hertz is > 50 and < 70);
        Assert.InRange(atRate, times.Count / 4, times.Count);

        // However many Chromium fires, none is held back. One that the way lost is counted as lost.
        var origin = await Phone.Page.EvaluateAsync<double>("performance.timeOrigin");
        var seen = await Phone.Page.EvaluateAsync<double[]>("seen");
        var chart = motion.GetProperty("t").EnumerateArray().Zip(columns.GetProperty("ax").EnumerateArray()).Where(sample => sample.Second.ValueKind != JsonValueKind.Null)
            .Select(sample => sample.First.GetDouble() - origin).Where(time => time > seen[0] - Near).ToList();
        Assert.InRange(chart.Count, 200, from + 1000);
        Assert.All(chart, time => Assert.Contains(seen, one => Math.Abs(one - time) < Near));
        Assert.InRange(seen.Count(time => time < chart[^1] + Near) - chart.Count, 0, await LostAsync(desk));
    }

    /// <summary>Milliseconds by which two numbers of one time may differ: the chart's counts from 1970.</summary>
    private const double Near = 0.05;

    private async Task<int> LostAsync(Desk desk) => await desk.Page.EvaluateAsync<int>($"window.__bridgeConsole.motion('{Device}').lost");

    [Fact]
    public async Task Rotation_SetInRadians_ArrivesInDegrees()
    {
        await Phone.SetRotationAsync(Math.PI / 2, 0, 0);

        await foreach (var message in Api.StreamAsync(since: "now"))
        {
            if (message.TryGetProperty("topic", out var topic) && topic.GetString()!.EndsWith("/up/sensor/motion", StringComparison.Ordinal)
                && message.GetProperty("payload").GetProperty("items").EnumerateArray().Last() is var sample
                && sample.TryGetProperty("r", out var rate) && rate.EnumerateArray().Any(value => value.GetDouble() > 80))
            {
                Assert.Equal(90, rate.EnumerateArray().Max(value => value.GetDouble()), 0.2);
                return;
            }
        }
    }

    [Fact]
    public async Task State_WithSensors_SaysThatMotionIsOn() => await Until.Async("the state says that motion is on", async () =>
        (await Api.DevicesAsync()).Single().TryGetProperty("sensors", out var sensors) && sensors.TryGetProperty("motion", out var motion) && motion.GetString() == "on");

    private async Task<int> CountAsync(Desk desk) => (await MotionAsync(desk)).GetProperty("count").GetInt32();

    private async Task<JsonElement> MotionAsync(Desk desk) =>
        JsonElement.Parse(await desk.Page.EvaluateAsync<string>($"JSON.stringify(window.__bridgeConsole.motion('{Device}').motion)"));

    private static double Last(JsonElement columns, string name) => columns.GetProperty(name).EnumerateArray().Last().GetDouble();
}
