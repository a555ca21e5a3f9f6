using System.Buffers.Binary;
using System.Collections.Concurrent;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>Requests that wait for their answers: a response topic of this client's own, and a number as correlation data.</summary>
internal sealed class ClientRequests(MqttClient client, MqttClientOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<PublishPacket>> _waiting = new();
    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private readonly CancellationTokenSource _disposed = new();
    private string? _topic;
    private ulong _last;

    public async Task<PublishPacket> AskAsync(PublishPacket request, TimeSpan timeout, CancellationToken cancellation)
    {
        if (options.Version != MqttProtocolVersion.V5)
        {
            throw new NotSupportedException("Requests need MQTT 5.0.");
        }

        using var ending = new CancellationTokenSource(timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, _disposed.Token, cancellation);
        try
        {
            return await AskAsync(request, either.Token);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, client);
            throw new TimeoutException("No answer came in time.", cause);
        }
    }

    /// <summary>Ends those that wait.</summary>
    public void Dispose() => _disposed.Cancel();

    private async Task<PublishPacket> AskAsync(PublishPacket request, CancellationToken cancellation)
    {
        var topic = await SubscribeAsync(cancellation);
        var number = Interlocked.Increment(ref _last);
        var correlation = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(correlation, number);
        var answer = new TaskCompletionSource<PublishPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = answer;
        try
        {
            await client.PublishAsync(request with { ResponseTopic = topic, CorrelationData = correlation }, cancellation);
            return await answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }
    }

    private async Task<string> SubscribeAsync(CancellationToken cancellation)
    {
        await _subscribing.WaitAsync(cancellation);
        try
        {
            if (_topic is null)
            {
                var start = client.Server?.ResponseInformation ?? options.ResponseTopicBase;
                var topic = $"{start.TrimEnd('/')}/{client.ClientId}";
                await client.SubscribeAsync(topic, Take, cancellation);
                _topic = topic;
            }

            return _topic;
        }
        finally
        {
            _subscribing.Release();
        }
    }

    private ValueTask Take(PublishPacket message)
    {
        if (message.CorrelationData is { Length: sizeof(ulong) } correlation
            && _waiting.TryRemove(BinaryPrimitives.ReadUInt64BigEndian(correlation.Span), out var answer))
        {
            answer.TrySetResult(message);
        }

        return default;
    }
}
