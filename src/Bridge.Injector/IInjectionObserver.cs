using Microsoft.AspNetCore.Http;

namespace Bridge.Injector;

/// <summary>Is told what became of each page; registered in the host's services, as many as want to know.</summary>
public interface IInjectionObserver
{
    /// <summary>A page has passed. Called on the request's thread: quick, and never throws.</summary>
    /// <param name="context">The page's request.</param>
    /// <param name="report">What became of it.</param>
    void Passed(HttpContext context, InjectionReport report);
}
