using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Cli.Tests.Commands;

public sealed class DoctorCommandTests : IAsyncLifetime
{
    private WebApplication _site = null!;

    private string Site => _site.Urls.Single();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/", () => Page("<!doctype html>\n<head><title>x</title>"));
        _site.MapGet("/old", () => Results.Redirect("/strict?a=1"));
        _site.MapGet("/strict", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "script-src https://cdn.test; connect-src 'none'";
            return Page("<!doctype html><head><title>\u009b2J</title>");
        });
        _site.MapGet("/data", () => Results.Text("{}", "application/json"));
        _site.MapGet("/coded", (HttpContext context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return Page("not gzip");
        });
        _site.MapGet("/asked", (HttpContext context) => Page($"<p>{context.Request.Headers.AcceptEncoding}", context.Request.Headers["Sec-Fetch-Dest"] == "document" ? 200 : 400));
        await _site.StartAsync();
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Doctor_PlainPage_SaysWhereTheScriptGoesInAndEndsWithZero()
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("doctor", Site));
        Assert.Equal("came: 200 OK, text/html; charset=utf-8, 38 bytes\ninjected: in line 2, after byte 22, behind \"<!doctype html> <head>\"\n", line.Output);
    }

    [Fact]
    public async Task Doctor_PageWithAPolicyBehindARedirect_SaysWhatTheRelayAdds()
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("doctor", Site + "/old"));
        Assert.Contains($"redirected to: {Site}/strict?a=1\n", line.Output, StringComparison.Ordinal);
        Assert.Contains("came with Content-Security-Policy: script-src https://cdn.test; connect-src 'none'\n", line.Output, StringComparison.Ordinal);
        Assert.Contains("policy extended by: script-src http://relay:5080/_bridge/bridge.js\n", line.Output, StringComparison.Ordinal);
        Assert.Contains("policy extended by: connect-src ws://relay:5080/_bridge/mqtt\n", line.Output, StringComparison.Ordinal);
        Assert.EndsWith("(relay:5080 stands for the address that your phones have of the relay)\n", line.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', line.Output);
    }

    [Theory]
    [InlineData("/data", "not injected: a browser makes no page of it")]
    [InlineData("/coded", "not injected: its Content-Encoding is gzip, but its body is not in that coding")]
    public async Task Doctor_PageWithoutScript_SaysWhyAndEndsWithOne(string path, string why)
    {
        var line = new CommandLine();
        Assert.Equal(1, await line.RunAsync("doctor", Site + path));
        Assert.EndsWith(why + "\n", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_MachineAtAPublicAddress_SaysThatHttpsWillWarn()
    {
        var line = new CommandLine(address: "203.0.113.7");
        Assert.Equal(0, await line.RunAsync("doctor", Site));
        Assert.Contains("\nhttps: Phones reach this machine at 203.0.113.7, a public address", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Json_IsOneObjectWithTheFacts()
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync("doctor", Site.Replace("http://", "", StringComparison.Ordinal) + "/strict", "--json"));
        var report = JsonElement.Parse(line.Output);
        Assert.Equal(200, report.GetProperty("status").GetInt32());
        Assert.Equal("text/html; charset=utf-8", report.GetProperty("contentType").GetString());
        Assert.Equal(1, report.GetProperty("policies").GetArrayLength());
        Assert.True(report.GetProperty("injected").GetBoolean());
    }

    [Fact]
    public async Task Doctor_Visits_AsABrowserNavigates() => Assert.Equal(200, JsonElement.Parse(await JsonAsync("/asked")).GetProperty("status").GetInt32());

    [Fact]
    public async Task Doctor_NobodyIsThere_SaysSoAndEndsWithFive()
    {
        var line = new CommandLine();
        Assert.Equal(5, await line.RunAsync("doctor", "http://127.0.0.1:1/"));
        Assert.StartsWith("http://127.0.0.1:1/ can't be read: ", line.Error, StringComparison.Ordinal);
        Assert.Empty(line.Output);
    }

    private static IResult Page(string html, int status = 200) => Results.Text(html, "text/html", System.Text.Encoding.UTF8, status);

    private async Task<string> JsonAsync(string path)
    {
        var line = new CommandLine();
        await line.RunAsync("doctor", Site + path, "--json");
        return line.Output;
    }
}
