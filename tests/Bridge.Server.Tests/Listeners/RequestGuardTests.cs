using Bridge.Server.Listeners;

namespace Bridge.Server.Tests.Listeners;

public sealed class RequestGuardTests
{
    private static readonly ListenerFeature Device = new(ListenerKind.Device, Secure: false, 5080);
    private static readonly ListenerFeature DeviceTls = new(ListenerKind.Device, Secure: true, 5443);
    private static readonly ListenerFeature Console = new(ListenerKind.Console, Secure: false, 5090);

    private readonly RequestGuard _guard = new(new HostNames("192.168.1.5", ["phone.test"]));

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
