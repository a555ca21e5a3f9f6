using System.Buffers;

namespace Bridge.Injector.Html;

/// <summary>
/// Puts one script tag into a page of HTML, as it streams by: right after <c>&lt;head&gt;</c>, or where that would be. Every
/// other byte is passed on unchanged, in whatever encoding; only the policies of <c>&lt;meta&gt;</c> tags may be rewritten.
/// It keeps no more than one unfinished tag, and passes a piece on as soon as it knows what it is.
/// </summary>
/// <remarks>Not thread-safe. A piece may end anywhere, inside a character too.</remarks>
public sealed class HtmlScriptInjector(HtmlInjection injection)
{
    /// <summary>Bytes of a tag that are held back until it is complete. A longer one is passed on as it is.</summary>
    public const int LongestHeld = 16 * 1024;

    private readonly HeadParser _parser = new(wanted: injection.RewritePolicy is null ? "" : "meta");
    private readonly ArrayBufferWriter<byte> _held = new(64);
    private readonly ArrayBufferWriter<byte> _partial = new(4);
    private PageEncoding _encoding = injection.Encoding;
    private bool _started;
    private bool _empty = true;
    private bool _overlong;

    /// <summary>What has been done so far.</summary>
    public InjectionOutcome Outcome { get; private set; } = InjectionOutcome.Pending;

    /// <summary>The page's encoding: as stated, until its first bytes say otherwise.</summary>
    internal PageEncoding Encoding => _encoding;

    /// <summary>Whether all that follows is passed on as it is: the caller may copy it past this injector.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the next piece of the page; writes what can be passed on.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        _empty &= piece.IsEmpty;
        if (!IsDone && _partial.WrittenCount > 0)
        {
            // At most two bytes of a mark, or one of a character, were left over.
            _partial.Write(piece);
            var joined = _partial.WrittenSpan.ToArray();
            _partial.ResetWrittenCount();
            piece = joined;
        }

        if (IsDone || _started || Start(ref piece, output, complete: false))
        {
            WriteUnits(piece, output);
        }
    }

    /// <summary>The page has ended: writes what was held.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        if (!IsDone && !_started)
        {
            var rest = _partial.WrittenSpan.ToArray().AsSpan();
            _partial.ResetWrittenCount();
            ReadOnlySpan<byte> start = rest;
            Start(ref start, output, complete: true);
            WriteUnits(start, output);
        }

        if (Outcome == InjectionOutcome.Pending)
        {
            Finish(output);
        }

        Release(output);
        output.Write(_partial.WrittenSpan);
        IsDone = true;
    }

    // The byte order mark, and a look at what has come for a script of ours.
    private bool Start(ref ReadOnlySpan<byte> piece, IBufferWriter<byte> output, bool complete)
    {
        if (PageEncodings.FromMark(piece, complete) is not { } mark)
        {
            _partial.Write(piece);
            return false;
        }

        _started = true;
        _encoding = mark.Encoding ?? _encoding;
        output.Write(piece[..mark.Length]);
        piece = piece[mark.Length..];
        if (ExistingScript.IsIn(piece, _encoding, injection.ScriptPath))
        {
            (Outcome, IsDone) = (InjectionOutcome.AlreadyThere, true);
        }

        return true;
    }

    private void WriteUnits(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var size = _encoding.UnitSize();
        while (!IsDone && piece.Length >= size)
        {
            Step(_encoding.Unit(piece), piece[..size], output);
            piece = piece[size..];
        }

        if (IsDone)
        {
            output.Write(piece);
        }
        else
        {
            _partial.Write(piece);
        }
    }

    private void Step(char c, ReadOnlySpan<byte> unit, IBufferWriter<byte> output)
    {
        var step = _parser.Next(c);
        if (step.HasFlag(HeadStep.HeadBefore))
        {
            Place(output);
        }

        _held.Write(unit);
        if (step.HasFlag(HeadStep.Tag))
        {
            RewriteHeld();
        }

        if (!step.HasFlag(HeadStep.Hold) || IsDone || _held.WrittenCount > LongestHeld)
        {
            _overlong = step.HasFlag(HeadStep.Hold);
            Release(output);
        }

        if (step.HasFlag(HeadStep.HeadAfter))
        {
            Place(output);
        }

        IsDone |= step.HasFlag(HeadStep.Over);
    }

    private void Place(IBufferWriter<byte> output)
    {
        if (injection.Mode == InjectionMode.Document && !_parser.SawDocument)
        {
            (Outcome, IsDone) = (InjectionOutcome.Fragment, true);
            return;
        }

        output.Write(_encoding.Units().GetBytes(injection.Tag));
        Outcome = InjectionOutcome.Injected;
        IsDone = injection.RewritePolicy is null;
    }

    private void RewriteHeld()
    {
        if (_overlong || injection.RewritePolicy is null)
        {
            return;
        }

        var tag = _encoding.Units().GetString(_held.WrittenSpan);
        var rewritten = MetaPolicy.Rewrite(tag, injection.RewritePolicy);
        if (rewritten != tag)
        {
            _held.ResetWrittenCount();
            _held.Write(_encoding.Units().GetBytes(rewritten));
        }
    }

    // No head was seen, and none will come. A browser makes one for an empty page too.
    private void Finish(IBufferWriter<byte> output)
    {
        if (_empty)
        {
            Outcome = InjectionOutcome.Empty;
        }
        else if (_parser.InComment || _parser.InTag)
        {
            Outcome = InjectionOutcome.Unfinished;
        }
        else
        {
            Place(output);
        }
    }

    private void Release(IBufferWriter<byte> output)
    {
        output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }
}
