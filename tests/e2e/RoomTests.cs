using System.Net.Http.Json;
using System.Text.Json;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>Two phones, two consoles, two rooms.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RoomTests(Chromium chromium) : PairedPhoneTest(chromium)
{
    [Fact]
    public async Task TwoDevicesTwoConsoles_EachSeesBoth()
    {
        await using var second = await Phone.NewAsync(Chromium);
        await second.PairAsync(await Api.PairUrlAsync());
        await Api.DevicesAsync(2, "online");
        await using var left = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);
        await using var right = await Desk.OpenAsync(Chromium, await Api.ConsoleUrlAsync());

        await Phone.Page.EvaluateAsync("console.log('from the first')");
        await second.Page.EvaluateAsync("console.log('from the second')");

        foreach (var desk in new[] { left, right })
        {
            await desk.ShowsAsync("from the first");
            await desk.ShowsAsync("from the second");
            Assert.Empty(desk.Errors);
        }

        var outcomes = (await Api.CommandAsync("all", "eval", new { code = "6 * 7" })).EnumerateArray().ToList();
        Assert.Equal(2, outcomes.Select(outcome => outcome.GetProperty("device").GetString()).Distinct().Count());
        Assert.All(outcomes, outcome => Assert.Equal(42, outcome.GetProperty("reply").GetProperty("value").GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task SecondRoom_SeesNothingOfTheFirst()
    {
        (await Api.Http.PutAsync("/api/rooms/second", null)).EnsureSuccessStatusCode();
        await using var other = await Phone.NewAsync(Chromium);
        await other.PairAsync(await Api.PairUrlAsync("second"));
        await Api.DevicesAsync(1, "online", "second");

        await Phone.Page.EvaluateAsync("console.log('secret of main')");
        await other.Page.EvaluateAsync("console.log('said in second')");

        await foreach (var message in Api.StreamAsync("second"))
        {
            var text = message.GetRawText();
            Assert.DoesNotContain("secret of main", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Device, text, StringComparison.Ordinal);
            if (text.Contains("said in second", StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.Single(await Api.DevicesAsync());
        Assert.DoesNotContain((await Api.CommandAsync("all", "eval", new { code = "1" }, room: "second")).EnumerateArray(), outcome => outcome.GetProperty("device").GetString() == Device);
    }

    [Fact]
    public async Task Rename_Device_IsSeenByConsolesAndSurvivesReloads()
    {
        (await Api.Http.PatchAsJsonAsync($"/api/rooms/main/devices/{Device}", new { label = "Lena's phone" })).EnsureSuccessStatusCode();
        await using var desk = await Desk.OpenAsync(Chromium, Relay.ConsoleUrl);

        await desk.ShowsAsync("Lena's phone");
        await Phone.Page.ReloadAsync();

        await Until.Async("the device is online under its new label", async () =>
            (await Api.DevicesAsync(1, "online"))[0].GetProperty("label").GetString() == "Lena's phone");
    }

    [Theory]
    [InlineData("{}", 204)]
    [InlineData("""{"label":""}""", 400)]
    [InlineData("""{"label":"a\u001b[31mb"}""", 400)]
    [InlineData("""{"color":"red"}""", 400)]
    [InlineData("""{"color":"#12ab9f"}""", 204)]
    public async Task Change_Device_IsCheckedAtTheEdge(string change, int status)
    {
        var response = await Api.Http.PatchAsJsonAsync($"/api/rooms/main/devices/{Device}", JsonElement.Parse(change));

        Assert.Equal(status, (int)response.StatusCode);
    }
}
