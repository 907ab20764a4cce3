//! Brings new leads of an ad account's forms into a CRM, each answer beside the question it is to.
//!
//! Answers name their questions by number only, so a sync reads the forms first; and it asks for leads since
//! its last run, because leads are never read all at once.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use linkedin::restli::EpochMillis;
use linkedin::{
    Client, LeadOwner, LeadType, LeadTypeCriterion, SponsoredAccountUrn, TimeRange,
    VersionedLeadGenFormUrn,
};

/// The failures of this crate: calls and URNs.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A lead, as a CRM wants it.
#[derive(Debug, PartialEq)]
pub struct Lead {
    /// Its id at LinkedIn.
    pub id: String,
    /// The name of the form.
    pub form: String,
    /// When it was submitted; the next run goes on from the last one.
    pub submitted_at: EpochMillis,
    /// Question and answer, in the order of the form.
    pub answers: Vec<(String, String)>,
    /// The texts that the member has agreed to.
    pub agreed_to: Vec<String>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadForm)]
struct Form {
    id: i64,
    name: String,
    content: Content,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormContent)]
struct Content {
    questions: Vec<Question>,
    legal_info: LegalInfo,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormQuestion)]
struct Question {
    question_id: i64,
    name: String,
    question_details: Option<Details>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormQuestionDetails)]
enum Details {
    MultipleChoiceQuestionDetails(Choices),
    #[projection(other)]
    Text,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormMultipleChoiceQuestionDetails)]
struct Choices {
    options: Vec<Choice>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormQuestionOption)]
struct Choice {
    id: i32,
    text: linkedin::MultiLocaleString,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormLegalInfo)]
struct LegalInfo {
    consents: Option<Vec<Consent>>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormConsent)]
struct Consent {
    id: i32,
    consent: linkedin::MultiLocaleString,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormResponse)]
struct Response {
    id: String,
    versioned_lead_gen_form_urn: VersionedLeadGenFormUrn,
    submitted_at: EpochMillis,
    form_response: Answers,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormAnswers)]
struct Answers {
    answers: Vec<Answer>,
    consent_responses: Option<Vec<linkedin::LeadFormConsentResponse>>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormAnswer)]
struct Answer {
    question_id: i64,
    answer_details: Option<AnswerDetails>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LeadFormAnswerDetails)]
enum AnswerDetails {
    TextQuestionAnswer(linkedin::LeadFormTextAnswer),
    MultipleChoiceAnswer(linkedin::LeadFormMultipleChoiceAnswer),
    #[projection(other)]
    Other,
}

/// The leads that were submitted at that time or later, tests left out.
///
/// # Errors
/// When a call fails, or a lead names no version of a form.
pub async fn leads_since(
    linkedin: &Client,
    account: i64,
    since: EpochMillis,
) -> Result<Vec<Lead>, Error> {
    let owner = LeadOwner::SponsoredAccount(SponsoredAccountUrn::new(account));
    let forms: BTreeMap<i64, Form> = linkedin
        .lead_forms()
        .find_by_owner(owner.clone())
        .select::<Form>()
        .stream()
        .map_ok(|form| (form.id, form))
        .try_collect()
        .await?;

    let mut responses = linkedin
        .lead_form_responses()
        .find_by_owner(owner, LeadTypeCriterion::new(LeadType::Sponsored))
        .limited_to_test_leads(false)
        .submitted_at_time_range(TimeRange::new().start(since))
        .count(100)
        .select::<Response>()
        .stream();
    let mut leads = Vec::new();
    while let Some(response) = responses.try_next().await? {
        let (form, _version) = response.versioned_lead_gen_form_urn.id()?;
        // A form that was deleted since has no questions to show any more.
        if let Some(form) = forms.get(&form.id()?) {
            leads.push(lead(form, response));
        }
    }
    Ok(leads)
}

fn lead(form: &Form, response: Response) -> Lead {
    let given = response.form_response.answers;
    let answers = form.content.questions.iter().filter_map(|question| {
        let mut given = given.iter();
        let answer = given.find(|answer| answer.question_id == question.question_id)?;
        let text = answer_text(question, answer.answer_details.as_ref()?)?;
        Some((question.name.clone(), text))
    });
    let consents = form.content.legal_info.consents.iter().flatten();
    let accepted = response.form_response.consent_responses.unwrap_or_default();
    let agreed = consents.filter(|consent| {
        let mut accepted = accepted.iter();
        accepted.any(|one| one.consent_id == Some(consent.id) && one.accepted == Some(true))
    });
    Lead {
        answers: answers.collect(),
        agreed_to: agreed
            .filter_map(|one| one.consent.preferred().cloned())
            .collect(),
        form: form.name.clone(),
        id: response.id,
        submitted_at: response.submitted_at,
    }
}

/// An answer in words: what was written, or the texts of what was chosen.
fn answer_text(question: &Question, details: &AnswerDetails) -> Option<String> {
    match (details, question.question_details.as_ref()) {
        (AnswerDetails::TextQuestionAnswer(text), _) => text.answer.clone(),
        (
            AnswerDetails::MultipleChoiceAnswer(chosen),
            Some(Details::MultipleChoiceQuestionDetails(choices)),
        ) => {
            let chosen = chosen.options.as_deref()?;
            let texts = { choices.options.iter() }
                .filter(|choice| chosen.contains(&choice.id))
                .filter_map(|choice| choice.text.preferred().cloned());
            Some(texts.collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}
