//! The OAuth 2.0 server beside the API, from outside, as an application and a browser see it.

mod asking;
mod bearing;
mod documented;
mod exchanging;
mod flow;
mod identity;
mod inspecting;
mod issuing;
mod noting;
mod permitting;
mod readme;
mod refreshing;
mod seeding;
mod veiling;
mod wire;
