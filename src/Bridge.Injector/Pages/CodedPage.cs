using System.Buffers;
using System.IO.Pipelines;
using Bridge.Injector.Html;

namespace Bridge.Injector.Pages;

/// <summary>
/// A page with a content coding: decoded as it comes, through the injector, and on without coding. The response's head goes
/// out with the first decoded bytes, so that a page which inflates too much from its start, or isn't coded as it says, passes unmodified.
/// </summary>
internal sealed class CodedPage : IPageSink
{
    /// <summary>Decoded bytes for one coded byte. Default 100, past the first <see cref="Window"/> bytes: HTML comes to 5 to 20.</summary>
    public const int MostInflation = 100;

    /// <summary>Decoded bytes that are kept before the head goes out.</summary>
    public const int Window = 64 * 1024;

    private readonly CodedFeed _feed = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly ArrayBufferWriter<byte> _coded = new();
    private readonly PageRewriter _rewriter;
    private readonly PipeWriter _output;
    private readonly Action _start;
    private readonly string _coding;
    private readonly Task _pump;
    private bool _started;
    private string? _unmodified;
    private long _decoded;

    /// <param name="rewriter">What the page passes.</param>
    /// <param name="coding">The content coding.</param>
    /// <param name="output">Where decoded bytes go.</param>
    /// <param name="start">Changes the response's head into that of a decoded, injected page.</param>
    public CodedPage(PageRewriter rewriter, string coding, PipeWriter output, Action start)
    {
        (_rewriter, _coding, _output, _start) = (rewriter, coding, output, start);
        _pump = PumpAsync();
    }

    /// <inheritdoc/>
    public string? Reason => _unmodified ?? _rewriter.Outcome.Reason();

    /// <inheritdoc/>
    public void Start()
    {
        if (!_started && _unmodified is null)
        {
            _started = true;
            _feed.Slice = 8 * 1024;
            _start();
            _output.Write(_kept.WrittenSpan);
            _kept.Clear();
            _coded.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (!_started && _unmodified is null)
        {
            _coded.Write(bytes.Span);
        }
        else if (_unmodified is not null)
        {
            await _output.WriteAsync(bytes, cancellation);
            return;
        }

        if (!_pump.IsCompleted)
        {
            await _feed.FeedAsync(bytes, _pump, cancellation);
        }

        await SettleAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (_unmodified is null)
        {
            _feed.End();
            await Task.WhenAny(_pump);
            await FaultAsync();
        }

        if (_unmodified is null)
        {
            Start();
            _rewriter.Complete(_output);
        }
        else
        {
            PassAsItCame();
        }

        await _output.FlushAsync(cancellation);
    }

    /// <summary>Ends the decoder of a page that broke off; what it thinks of that was said by whoever broke off.</summary>
    public async ValueTask DisposeAsync()
    {
        _feed.End();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _feed.DisposeAsync();
    }

    // After each write: the head goes out with whatever was decoded, or everything as it came.
    private async ValueTask SettleAsync(CancellationToken cancellation)
    {
        await FaultAsync();
        if (_unmodified is not null)
        {
            PassAsItCame();
        }
        else if (_decoded > 0 || _coded.WrittenCount > Window)
        {
            Start();
        }

        // Flushed before, the head would go out as it came.
        if (_started || _unmodified is not null)
        {
            await _output.FlushAsync(cancellation);
        }
    }

    // What can't be decoded from its start is the browser's to judge; later, part of it is out.
    private async ValueTask FaultAsync()
    {
        if (_pump.Exception?.InnerException is InvalidDataException fault && !_started)
        {
            _unmodified = $"it can't be decoded: {fault.Message.TrimEnd('.')}";
        }
        else if (_pump.IsFaulted)
        {
            await _pump;
        }
    }

    private void PassAsItCame()
    {
        _output.Write(_coded.WrittenSpan);
        _coded.Clear();
    }

    private async Task PumpAsync()
    {
        if (await _feed.PeekAsync() is not { } first)
        {
            return;
        }

        await using var decoded = ContentCoding.Decode(_coding, _feed, first);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int size;
            while ((size = await ContentCoding.ReadAsync(decoded, buffer)) > 0)
            {
                if (!Count(size))
                {
                    return;
                }

                _rewriter.Write(buffer.AsSpan(0, size), _started ? _output : _kept);
                if (_kept.WrittenCount >= Window)
                {
                    Start();
                }

                if (_started)
                {
                    await _output.FlushAsync();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>False where the page passes unmodified from its start.</returns>
    /// <exception cref="InvalidDataException">It inflates too much after part of it went out decoded: it is cut off.</exception>
    private bool Count(int size)
    {
        _decoded += size;
        if (_decoded < Window || _decoded <= MostInflation * _feed.Taken)
        {
            return true;
        }

        _unmodified = _started ? null : $"it inflates more than {MostInflation} to 1";
        return _unmodified is not null ? false : throw new InvalidDataException($"The page inflates more than {MostInflation} to 1; it is cut off after {_decoded} bytes.");
    }
}
