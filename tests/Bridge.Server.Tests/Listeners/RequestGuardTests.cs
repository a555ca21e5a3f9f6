using Bridge.Server.Listeners;

namespace Bridge.Server.Tests.Listeners;

public sealed class RequestGuardTests
{
    private static readonly ListenerFeature Device = new(ListenerKind.Device, Secure: false, 5080);
    private static readonly ListenerFeature DeviceTls = new(ListenerKind.Device, Secure: true, 5443);
    private static readonly ListenerFeature Console = new(ListenerKind.Console, Secure: false, 5090);

    private readonly RequestGuard _guard = new(new HostNames("192.168.1.5", ["phone.test"]), new PageOrigins(["https://app.example"]));

    [Theory]
    [InlineData("192.168.1.5:5080", null, true)]
    [InlineData("192.168.1.5:5080", "http://192.168.1.5:5080", true)]
    [InlineData("phone.test:5080", "http://phone.test:5080", true)]
    [InlineData("localhost:5080", null, true)]
    [InlineData("[::1]:5080", null, true)]
    [InlineData("evil.test:5080", null, false)]
    [InlineData("192.168.1.5.evil.test:5080", null, false)]
    [InlineData("192.168.1.50:5080", null, false)]
    [InlineData("", null, false)]
    [InlineData("192.168.1.5:5080", "http://evil.test", false)]
    [InlineData("192.168.1.5:5080", "https://192.168.1.5:5080", false)]
    [InlineData("192.168.1.5:5080", "http://192.168.1.5", false)]
    [InlineData("192.168.1.5:5080", "http://192.168.1.5:5090", false)]
    [InlineData("192.168.1.5:5080", "null", false)]
    [InlineData("192.168.1.5:5080", "", false)]
    public void Refusal_OnDeviceListener_TakesKnownHostsAndTheirOwnOrigin(string host, string? origin, bool admitted) =>
        Assert.Equal(admitted, _guard.Refusal(Device, host, origin) is null);

    [Theory]
    [InlineData("127.0.0.1:5090", "http://127.0.0.1:5090", true)]
    [InlineData("localhost:5090", null, true)]
    [InlineData("127.0.0.1:5090", "http://127.0.0.1:5080", false)]
    [InlineData("192.168.1.5:5090", null, false)]
    [InlineData("phone.test:5090", null, false)]
    public void Refusal_OnConsoleListener_TakesLoopbackNamesOnly(string host, string? origin, bool admitted) =>
        Assert.Equal(admitted, _guard.Refusal(Console, host, origin) is null);

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("HTTPS://APP.EXAMPLE", true)]
    [InlineData("http://app.example", false)]
    [InlineData("https://app.example:8443", false)]
    [InlineData("https://www.app.example", false)]
    [InlineData("https://app.example.evil.test", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("http://192.168.1.5:5080", false)]
    public void IsElsewhere_OnDeviceListener_TakesListedOriginsWhole(string? origin, bool elsewhere)
    {
        Assert.Equal(elsewhere, _guard.IsElsewhere(Device, "192.168.1.5:5080", origin));
        Assert.False(_guard.IsElsewhere(Device, "evil.test:5080", origin));
        Assert.False(_guard.IsElsewhere(Console, "127.0.0.1:5090", origin));
    }

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("https://App.Example/", "https://app.example")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://app.example:443", "https://app.example")]
    [InlineData("https://app.example/path", null)]
    [InlineData("https://app.example?x", null)]
    [InlineData("https://*.example", null)]
    [InlineData("*", null)]
    [InlineData("null", null)]
    [InlineData("app.example", null)]
    [InlineData("file:///x", null)]
    [InlineData("https://me@app.example", null)]
    public void Parse_Origin_IsWrittenAsBrowsersDo(string text, string? origin) => Assert.Equal(origin, PageOrigins.Parse(text));

    [Fact]
    public void Refusal_OnTls_WantsAnHttpsOrigin()
    {
        Assert.Null(_guard.Refusal(DeviceTls, "192.168.1.5:5443", "https://192.168.1.5:5443"));
        Assert.NotNull(_guard.Refusal(DeviceTls, "192.168.1.5:5443", "http://192.168.1.5:5443"));
    }

    [Fact]
    public void Refusal_OfAHostileHost_ShowsNoControlCharacters()
    {
        var refusal = _guard.Refusal(Device, "a\x1b[31m\r\nb" + new string('c', 10_000), null);

        Assert.DoesNotContain(refusal!, char.IsControl);
        Assert.InRange(refusal!.Length, 1, 300);
    }
}
