using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Injector.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bridge.Injector.Tests.Proxy;

/// <summary>Bodies on their way up.</summary>
public sealed class UploadTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Upload_LongerThanTheServersUsualLimit_ArrivesWhole()
    {
        const int Length = 40_000_000;
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            var buffer = new byte[64 * 1024];
            long total = 0;
            int size;
            while ((size = await context.Request.Body.ReadAsync(buffer)) > 0)
            {
                total += size;
            }

            await context.Response.WriteAsync(total.ToString());
        });
        using var body = new ByteArrayContent(new byte[Length]);
        var response = await site.Proxy.Client.PostAsync("/", body);

        Assert.Equal((HttpStatusCode.OK, Length.ToString()), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Bodies_ThatPause_AreNotCutOff()
    {
        IHttpMinRequestBodyDataRateFeature? up = null;
        IHttpMinResponseDataRateFeature? down = null;
        await using var site = await ProxiedUpstream.StartAsync(_ => Task.CompletedTask, before: app => app.Use(async (context, next) =>
        {
            (up, down) = (context.Features.Get<IHttpMinRequestBodyDataRateFeature>(), context.Features.Get<IHttpMinResponseDataRateFeature>());
            Assert.NotNull(up!.MinDataRate);
            Assert.NotNull(down!.MinDataRate);
            await next(context);
            (context.Response.Headers["X-Up"], context.Response.Headers["X-Down"]) = ($"{up.MinDataRate is null}", $"{down.MinDataRate is null}");
        }));
        var response = await site.Proxy.Client.GetAsync("/");

        Assert.Equal(("True", "True"), (response.Headers.GetValues("X-Up").Single(), response.Headers.GetValues("X-Down").Single()));
    }

    [Fact]
    public async Task Upload_ToASlowUpstream_HoldsThePhoneBack()
    {
        var read = new SemaphoreSlim(0);
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            await read.WaitAsync(context.RequestAborted);
            await context.Request.Body.CopyToAsync(Stream.Null);
        });
        using var phone = new TcpClient();
        await phone.ConnectAsync(site.Proxy.Address.Host, site.Proxy.Address.Port);
        await using var stream = phone.GetStream();
        const int Length = 200 * 1024 * 1024;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {Length}\r\nConnection: close\r\n\r\n"));
        long sent = 0;
        var writing = WriteAsync();

        // Nobody reads: the buffers on the way fill, and then nothing more is taken. Seen when a while brings nothing more.
        long before;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        do
        {
            before = Interlocked.Read(ref sent);
            await timer.WaitForNextTickAsync();
        }
        while (before == 0 || Interlocked.Read(ref sent) != before);

        Assert.InRange(before, 1, 64 * 1024 * 1024);
        read.Release();
        await writing.WaitAsync(Soon);
        Assert.StartsWith("HTTP/1.1 200", await new StreamReader(stream).ReadLineAsync().WaitAsync(Soon), StringComparison.Ordinal);

        async Task WriteAsync()
        {
            var piece = new byte[64 * 1024];
            while (Interlocked.Read(ref sent) < Length)
            {
                await stream.WriteAsync(piece);
                Interlocked.Add(ref sent, piece.Length);
            }
        }
    }

    [Fact]
    public async Task Upload_WithExpectContinue_IsSentWhenTheUpstreamAsksForIt()
    {
        var asked = new SemaphoreSlim(0);
        await using var site = await ProxiedUpstream.StartAsync(async context =>
        {
            await asked.WaitAsync(context.RequestAborted);
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync("got " + await reader.ReadToEndAsync());
        });
        using var phone = new TcpClient();
        await phone.ConnectAsync(site.Proxy.Address.Host, site.Proxy.Address.Port);
        await using var stream = phone.GetStream();
        using var answer = new StreamReader(stream);
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"u8.ToArray());
        asked.Release();

        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync().WaitAsync(Soon));
        await stream.WriteAsync("body"u8.ToArray());
        Assert.EndsWith("got body\r\n0\r\n\r\n", await answer.ReadToEndAsync().WaitAsync(Soon), StringComparison.Ordinal);
    }
}
