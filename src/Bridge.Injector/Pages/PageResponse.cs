using Bridge.Injector.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Injector.Pages;

/// <summary>One response to a navigation, from its head to what is said of it.</summary>
internal sealed class PageResponse(HttpContext context, IHttpResponseBodyFeature body, PageRequestKind kind, InjectionOptions options, string? build) : IAsyncDisposable
{
    private readonly InjectedEntityTag _tags = new(build);
    private InjectionDecision _decision;
    private PagePolicies? _policies;
    private IPageSink? _page;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _page?.DisposeAsync() ?? default;

    /// <summary>Decides by the head; prepares it where the script goes in.</summary>
    /// <param name="hasBody">Whether a body follows.</param>
    public IPageSink? Decide(bool hasBody)
    {
        var response = context.Response;
        _decision = InjectionDecision.For(response);
        if (!hasBody && response.ContentType is null)
        {
            _decision = InjectionDecision.NotPage;
        }

        if (response.StatusCode == StatusCodes.Status304NotModified)
        {
            // What a 304 states replaces what the browser has cached with the page.
            new PagePolicies(context.Request, response.Headers, options).Apply(response.Headers);
            InjectedHead.ApplyEntityTag(response.Headers, _tags);
        }

        return _decision.Inject ? Inject(response) : null;
    }

    private IPageSink? Inject(HttpResponse response)
    {
        _policies = new PagePolicies(context.Request, response.Headers, options);
        var injector = new HtmlScriptInjector(new HtmlInjection
        {
            ScriptPath = options.ScriptPath,
            Nonce = _policies.Nonce,
            Build = build,
            Encoding = _decision.Encoding,
            Mode = kind == PageRequestKind.Page ? InjectionMode.Page : InjectionMode.Document,
            RewritePolicy = _policies.RewriteMeta,
        });
        var rewriter = new PageRewriter(injector, context.Features.Get<PageLinks>()?.Rewrite);
        if (_decision.Coding.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
        {
            return _page = new CodedPage(rewriter, _decision.Coding, body.Writer, ChangeHead);
        }

        var length = response.ContentLength;
        ChangeHead();
        _page = new PlainPage(rewriter, body.Writer, length, injected => response.ContentLength = injected);
        return HttpMethods.IsHead(context.Request.Method) ? null : _page;

        void ChangeHead()
        {
            InjectedHead.Apply(response.Headers, _tags);
            _policies.Apply(response.Headers);
        }
    }

    /// <summary>What became of it; null where it was no page, or only its head was asked for.</summary>
    public InjectionReport? Report()
    {
        var reason = _page is null ? _decision.Reason : _page.Reason;
        var isPage = _decision.Inject || _decision.Reason is not null;
        return isPage && !HttpMethods.IsHead(context.Request.Method)
            ? new InjectionReport(context.Request.Path + context.Request.QueryString, reason is null, reason, reason is null ? _policies?.Added ?? [] : [])
            : null;
    }
}
